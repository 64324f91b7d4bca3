/** Which models are used, how their providers do, and which models there are. */
package dev.ziggurat.models;
