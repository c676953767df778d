namespace Amqp1.Rpc;

/// <summary>
/// Marks an exception as part of the contract of a method. It is sent to the caller like any other exception, but is logged at debug level
/// without its stack trace, because it is not a fault (docs/spec/behaviour.md#dispatch).
/// </summary>
/// <remarks>
/// On a class, the attribute applies to all of its methods. It can be applied several times. Arguments that do not fit the method are
/// expected only if <c>RpcArgumentException</c> itself is named: they are an error of the caller, and the method does not run.
/// </remarks>
/// <typeparam name="TException">The type of the exception. Types derived from it are expected as well.</typeparam>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method, AllowMultiple = true)]
public sealed class ExpectedExceptionAttribute<TException> : ExpectedExceptionAttribute
    where TException : Exception
{
    /// <summary>Initializes a new instance of the attribute.</summary>
    public ExpectedExceptionAttribute()
        : base(typeof(TException))
    {
    }
}
