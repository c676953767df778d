namespace Amqp1.Rpc;

/// <summary>One callable method of an endpoint: its wire name and how to call it.</summary>
/// <param name="Name">The wire name.</param>
/// <param name="Invoke">Calls it; for many requests at the same time.</param>
/// <remarks>Immutable and thread-safe.</remarks>
public sealed record RpcMethodDescriptor(string Name, RpcMethodInvoker Invoke)
{
    /// <summary>
    /// The exceptions of its contract, those of its class included; see <see cref="ExpectedExceptionAttribute{TException}"/>. Default:
    /// none.
    /// </summary>
    public IReadOnlyList<Type> ExpectedExceptions { get; init; } = [];

    /// <summary>
    /// Whether the failure belongs to the contract. Arguments that do not fit are the mistake of the caller and never reach the method,
    /// so a base class in the contract does not cover them; a method that throws the exception itself names exactly that type.
    /// </summary>
    internal bool Expects(Exception failure) => ExpectedExceptions.Any(type =>
        failure is RpcArgumentException ? type == typeof(RpcArgumentException) : type.IsInstanceOfType(failure));
}
