/** The APIs of W&amp;B for training, and for the artifacts that hold training files. */
package dev.ziggurat.training.wandb;
