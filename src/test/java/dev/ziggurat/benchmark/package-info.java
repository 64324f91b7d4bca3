/** What a comparison of gateways needs: a provider that costs next to nothing, load, and meters. */
package dev.ziggurat.benchmark;
