namespace Amqp1.Rpc;

/// <summary>
/// An exception that belongs to the contract of a method: it goes to the caller like any other, and is logged at debug level without
/// its stack trace, because nothing is broken (docs/spec/behaviour.md#dispatch). Use <see cref="ExpectedExceptionAttribute{TException}"/>.
/// </summary>
/// <remarks>On a class it counts for all of its methods.</remarks>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method, AllowMultiple = true)]
public abstract class ExpectedExceptionAttribute : Attribute
{
    private protected ExpectedExceptionAttribute(Type exceptionType) => ExceptionType = exceptionType;

    /// <summary>The type of the exception; types derived from it are expected as well.</summary>
    public Type ExceptionType { get; }
}
