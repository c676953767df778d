namespace Amqp1.Rpc;

/// <summary>One callable method of an endpoint: its wire name and how to call it.</summary>
public sealed record RpcMethodDescriptor(string Name, RpcMethodInvoker Invoke)
{
    /// <summary>
    /// The exceptions of its contract, those of its class included; see <see cref="ExpectedExceptionAttribute{TException}"/>. Default:
    /// none.
    /// </summary>
    public IReadOnlyList<Type> ExpectedExceptions { get; init; } = [];

    internal bool Expects(Exception failure) => ExpectedExceptions.Any(type => type.IsInstanceOfType(failure));
}
