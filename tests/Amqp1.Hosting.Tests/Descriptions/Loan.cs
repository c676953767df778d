namespace Amqp1.Hosting.Tests.Descriptions;

/// <summary>A book that a reader has borrowed.</summary>
public sealed record Loan(string Title, int Days);
