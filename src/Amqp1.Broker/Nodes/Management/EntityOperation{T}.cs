namespace Amqp1.Broker.Nodes.Management;

/// <summary>An operation that changes an entity.</summary>
/// <param name="Name">The name of the operation.</param>
/// <param name="Arguments">The application properties that the operation uses.</param>
/// <param name="Run">Starts the operation, which completes the call in this turn or in a later one.</param>
internal sealed record EntityOperation<T>(string Name, IReadOnlyList<string> Arguments, Action<T, OperationCall> Run);
