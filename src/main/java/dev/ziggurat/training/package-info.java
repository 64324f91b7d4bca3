/** Training of models on what agents lived through, with W&amp;B Serverless Training. */
package dev.ziggurat.training;
