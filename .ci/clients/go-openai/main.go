package main

import (
	"context"
	"errors"
	"log"

	"github.com/openai/openai-go/v3"
)

func main() {
	ctx := context.Background()
	client := openai.NewClient()
	messages := []openai.ChatCompletionMessageParamUnion{openai.UserMessage("Tell me of Ur.")}
	first, err := client.Chat.Completions.New(ctx, openai.ChatCompletionNewParams{Model: "auto", Messages: messages})
	if err != nil || first.Choices[0].Message.Content == "" {
		log.Fatal("plain: ", err)
	}
	messages = append(messages, first.Choices[0].Message.ToParam(), openai.UserMessage("And of Uruk?"))
	stream := client.Chat.Completions.NewStreaming(ctx, openai.ChatCompletionNewParams{Model: "auto", Messages: messages})
	all := openai.ChatCompletionAccumulator{}
	for stream.Next() {
		all.AddChunk(stream.Current())
	}
	if stream.Err() != nil || all.Choices[0].Message.Content == "" {
		log.Fatal("streamed: ", stream.Err())
	}
	tool := openai.ChatCompletionFunctionTool(openai.FunctionDefinitionParam{
		Name: "weather",
		Parameters: openai.FunctionParameters{
			"type": "object", "properties": map[string]any{"city": map[string]any{"type": "string"}}, "required": []string{"city"}},
	})
	called, err := client.Chat.Completions.New(ctx, openai.ChatCompletionNewParams{
		Model: "auto", Messages: messages, Tools: []openai.ChatCompletionToolUnionParam{tool},
		ToolChoice: openai.ChatCompletionToolChoiceOptionUnionParam{OfAuto: openai.String("required")}})
	if err != nil || len(called.Choices[0].Message.ToolCalls) == 0 {
		log.Fatal("tools: ", err)
	}
	_, err = client.Chat.Completions.New(ctx, openai.ChatCompletionNewParams{Model: "no-such-model", Messages: messages})
	var refused *openai.Error
	if !errors.As(err, &refused) || refused.StatusCode != 404 {
		log.Fatal("an unknown model: ", err)
	}
}
