namespace Amqp1.Interop.Tests.Harness;

/// <summary>An exception class that no Python process knows.</summary>
internal sealed class ComputeException(string message) : Exception(message);
