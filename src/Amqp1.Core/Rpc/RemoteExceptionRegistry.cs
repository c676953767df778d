using System.Collections.Frozen;

namespace Amqp1.Rpc;

/// <summary>
/// Which remote exceptions come up as exceptions of their own on the caller's side. What is not in it comes up as
/// <see cref="RemoteErrorException"/>. Nothing is ever made by its name alone.
/// </summary>
/// <remarks>
/// Immutable and thread-safe. Every mapped exception carries the <see cref="RemoteErrorException"/> as its inner exception.
/// </remarks>
public sealed class RemoteExceptionRegistry
{
    private const string Builtins = "builtins";
    private const string Python2Builtins = "exceptions";

    private readonly FrozenDictionary<(string Module, string Class), Func<RemoteErrorException, Exception>> _factories;

    private RemoteExceptionRegistry(IEnumerable<KeyValuePair<(string, string), Func<RemoteErrorException, Exception>>> factories) =>
        _factories = factories.ToFrozenDictionary();

    /// <summary>Nothing is mapped: every remote exception comes up as <see cref="RemoteErrorException"/>.</summary>
    public static RemoteExceptionRegistry None { get; } = new([]);

    /// <summary>Python's builtin exceptions as their nearest .NET ones: ValueError as ArgumentException, KeyError as KeyNotFoundException, and so on.</summary>
    public static RemoteExceptionRegistry Default { get; } = new(
    [
        Builtin("ValueError", error => new ArgumentException(error.RemoteMessage, error)),
        Builtin("TypeError", error => new ArgumentException(error.RemoteMessage, error)),
        Builtin("KeyError", error => new KeyNotFoundException(error.RemoteMessage, error)),
        Builtin("IndexError", error => new ArgumentOutOfRangeException(error.RemoteMessage, error)),
        Builtin("LookupError", error => new KeyNotFoundException(error.RemoteMessage, error)),
        Builtin("RuntimeError", error => new InvalidOperationException(error.RemoteMessage, error)),
        Builtin("NotImplementedError", error => new NotImplementedException(error.RemoteMessage, error)),
        Builtin("TimeoutError", error => new TimeoutException(error.RemoteMessage, error)),
        Builtin("PermissionError", error => new UnauthorizedAccessException(error.RemoteMessage, error)),
        Builtin("FileNotFoundError", error => new FileNotFoundException(error.RemoteMessage, error)),
        Builtin("OSError", error => new IOException(error.RemoteMessage, error)),
        Builtin("ConnectionError", error => new IOException(error.RemoteMessage, error)),
        Builtin("OverflowError", error => new OverflowException(error.RemoteMessage, error)),
        Builtin("ZeroDivisionError", error => new DivideByZeroException(error.RemoteMessage, error)),
        Builtin("ArithmeticError", error => new ArithmeticException(error.RemoteMessage, error)),
        Builtin("MemoryError", error => new InsufficientMemoryException(error.RemoteMessage, error)),
    ]);

    /// <summary>A registry that also maps this class; an earlier mapping of it is replaced.</summary>
    public RemoteExceptionRegistry With(string module, string errorClass, Func<RemoteErrorException, Exception> create)
    {
        var more = _factories.ToDictionary();
        more[(module, errorClass)] = create;
        return new RemoteExceptionRegistry(more);
    }

    /// <summary>The exception to throw for a remote one.</summary>
    internal Exception Create(RemoteErrorException error)
    {
        var module = error.Module is Python2Builtins ? Builtins : error.Module ?? "";
        return _factories.TryGetValue((module, error.ErrorClass), out var create) ? create(error) : error;
    }

    private static KeyValuePair<(string, string), Func<RemoteErrorException, Exception>> Builtin(
        string errorClass, Func<RemoteErrorException, Exception> create) => new((Builtins, errorClass), create);
}
