package main

import (
	"context"
	"errors"
	"io"
	"log"
	"os"

	"github.com/sashabaranov/go-openai"
)

func main() {
	ctx := context.Background()
	config := openai.DefaultConfig(os.Getenv("OPENAI_API_KEY"))
	config.BaseURL = os.Getenv("OPENAI_BASE_URL")
	client := openai.NewClientWithConfig(config)
	messages := []openai.ChatCompletionMessage{{Role: "user", Content: "Tell me of Ur."}}
	first, err := client.CreateChatCompletion(ctx, openai.ChatCompletionRequest{Model: "auto", Messages: messages})
	if err != nil || first.Choices[0].Message.Content == "" {
		log.Fatal("plain: ", err)
	}
	messages = append(messages, first.Choices[0].Message, openai.ChatCompletionMessage{Role: "user", Content: "And of Uruk?"})
	stream, err := client.CreateChatCompletionStream(ctx, openai.ChatCompletionRequest{Model: "auto", Messages: messages})
	if err != nil {
		log.Fatal("streamed: ", err)
	}
	text := ""
	for {
		part, err := stream.Recv()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			log.Fatal("streamed: ", err)
		}
		for _, choice := range part.Choices {
			text += choice.Delta.Content
		}
	}
	if text == "" {
		log.Fatal("the stream had no text")
	}
	_, err = client.CreateChatCompletion(ctx, openai.ChatCompletionRequest{Model: "no-such-model", Messages: messages})
	var refused *openai.APIError
	if !errors.As(err, &refused) || refused.HTTPStatusCode != 404 {
		log.Fatal("an unknown model: ", err)
	}
}
