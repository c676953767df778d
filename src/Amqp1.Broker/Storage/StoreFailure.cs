namespace Amqp1.Broker.Storage;

/// <summary>The reason why a store could not do an operation.</summary>
/// <param name="Kind">The kind of failure.</param>
/// <param name="Text">A sentence that names the file and says how to correct the cause.</param>
internal sealed record StoreFailure(StoreFailureKind Kind, string Text);
