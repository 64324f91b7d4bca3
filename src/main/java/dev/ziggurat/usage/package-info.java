/** Usage and cost over REST. */
package dev.ziggurat.usage;
