/** The admin API for models and providers: settings, health, catalogue and test requests. */
package dev.ziggurat.models;
