use async_openai::{
    error::OpenAIError,
    types::chat::{
        ChatCompletionRequestAssistantMessage, ChatCompletionRequestMessage, ChatCompletionRequestUserMessage,
        CreateChatCompletionRequest, CreateChatCompletionRequestArgs,
    },
    Client,
};
use futures::StreamExt;

fn request(model: &str, messages: Vec<ChatCompletionRequestMessage>) -> CreateChatCompletionRequest {
    CreateChatCompletionRequestArgs::default().model(model).messages(messages).build().unwrap()
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let client = Client::new();
    let mut messages: Vec<ChatCompletionRequestMessage> =
        vec![ChatCompletionRequestUserMessage::from("Tell me of Ur.").into()];
    let first = client.chat().create(request("auto", messages.clone())).await.expect("plain");
    let text = first.choices[0].message.content.clone().expect("text");
    messages.push(ChatCompletionRequestAssistantMessage::from(text.as_str()).into());
    messages.push(ChatCompletionRequestUserMessage::from("And of Uruk?").into());
    let mut stream = client.chat().create_stream(request("auto", messages.clone())).await.expect("streamed");
    let mut streamed = String::new();
    while let Some(part) = stream.next().await {
        for choice in part.expect("part").choices {
            streamed.push_str(choice.delta.content.as_deref().unwrap_or(""));
        }
    }
    assert!(!streamed.is_empty());
    match client.chat().create(request("no-such-model", messages)).await {
        Err(OpenAIError::ApiError(_)) => {}
        other => panic!("an unknown model: {other:?}"),
    }
}
