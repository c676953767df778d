namespace Amqp1.Fuzz;

/// <summary>A property that did not hold.</summary>
internal sealed class FuzzFindingException(string message) : Exception(message);
