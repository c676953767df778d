namespace Amqp1.Rpc;

/// <summary>
/// Marks an exception as part of the contract of a method. It is sent to the caller like any other exception, but is logged at debug level
/// without its stack trace, because it is not a fault (docs/spec/behaviour.md#dispatch). Use
/// <see cref="ExpectedExceptionAttribute{TException}"/>.
/// </summary>
/// <remarks>On a class, the attribute applies to all of its methods.</remarks>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method, AllowMultiple = true)]
public abstract class ExpectedExceptionAttribute : Attribute
{
    private protected ExpectedExceptionAttribute(Type exceptionType) => ExceptionType = exceptionType;

    /// <summary>The type of the exception. Types derived from it are expected as well.</summary>
    public Type ExceptionType { get; }
}
