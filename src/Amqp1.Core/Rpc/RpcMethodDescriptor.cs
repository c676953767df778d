namespace Amqp1.Rpc;

/// <summary>A method of an endpoint that can be called: its wire name and how to call it.</summary>
/// <param name="Name">The wire name.</param>
/// <param name="Invoke">The delegate that calls the method. It can run for many requests concurrently.</param>
/// <remarks>Immutable and thread-safe.</remarks>
public sealed record RpcMethodDescriptor(string Name, RpcMethodInvoker Invoke)
{
    /// <summary>
    /// The exceptions of the contract of the method, including those of its class; see
    /// <see cref="ExpectedExceptionAttribute{TException}"/>. Default: empty.
    /// </summary>
    public IReadOnlyList<Type> ExpectedExceptions { get; init; } = [];

    /// <summary>
    /// Creates the description of the method. It is called when somebody asks for it and not before. Default: null, only the name is known.
    /// </summary>
    public Func<RpcMethodDescription>? Describe { get; init; }

    /// <summary>
    /// Returns whether the failure belongs to the contract, or is the refusal of a filter. Arguments that do not fit are an error of the caller and never reach the
    /// method, so a base class in the contract does not include them. If the method itself throws <see cref="RpcArgumentException"/>, its
    /// contract must name exactly that type.
    /// </summary>
    internal bool Expects(Exception failure) => failure is IRefusal || ExpectedExceptions.Any(type =>
        failure is RpcArgumentException ? type == typeof(RpcArgumentException) : type.IsInstanceOfType(failure));
}
