namespace Amqp1.Rpc;

/// <summary>
/// An exception that belongs to the contract of a method: it goes to the caller like any other, and is logged at debug level without
/// its stack trace, because nothing is broken (docs/spec/behaviour.md#dispatch).
/// </summary>
/// <remarks>
/// On a class it counts for all of its methods. May stand several times. Arguments that do not fit are never expected, unless
/// <see cref="RpcArgumentException"/> itself is named: they are the mistake of the caller, and the method does not run.
/// </remarks>
/// <typeparam name="TException">The type of the exception; types derived from it are expected as well.</typeparam>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method, AllowMultiple = true)]
public sealed class ExpectedExceptionAttribute<TException> : ExpectedExceptionAttribute
    where TException : Exception
{
    /// <summary>Makes one.</summary>
    public ExpectedExceptionAttribute()
        : base(typeof(TException))
    {
    }
}
