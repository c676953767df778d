global using Amqp1.Payloads;

public sealed record Report(string Text);
