using System.Collections.Frozen;
using System.Runtime.CompilerServices;

namespace Amqp1.Rpc;

/// <summary>
/// Which remote exceptions come up as exceptions of their own on the caller's side. What is not in it comes up as
/// <see cref="RemoteErrorException"/>. Nothing is ever made by its name alone.
/// </summary>
/// <remarks>
/// Modules other than <c>builtins</c> count only where <c>Amqp1:Rpc:AllowedRemoteExceptionModules</c> names them (docs/spec/messages.md#exceptions).
/// Immutable and thread-safe. Every mapped exception carries the <see cref="RemoteErrorException"/> as its inner exception.
/// </remarks>
public sealed class RemoteExceptionRegistry
{
    private const string Builtins = "builtins";
    private const string Python2Builtins = "exceptions";

    /// <summary>What the exceptions were made of that came from here: a service that lets one through passes the first one on.</summary>
    private static readonly ConditionalWeakTable<Exception, RemoteErrorException> Origins = [];

    private readonly FrozenDictionary<(string Module, string Class), Func<RemoteErrorException, Exception>> _factories;

    private RemoteExceptionRegistry(IEnumerable<KeyValuePair<(string Module, string Class), Func<RemoteErrorException, Exception>>> factories) =>
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

    /// <summary>
    /// A registry that also maps this class; an earlier mapping of it is replaced. The module must be allowed in
    /// <c>Amqp1:Rpc:AllowedRemoteExceptionModules</c>, or the mapping has no effect, which is logged. Where the factory throws, the
    /// <see cref="RemoteErrorException"/> comes up.
    /// </summary>
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
        if (!_factories.TryGetValue((module, error.ErrorClass), out var create))
        {
            return error;
        }

        try
        {
            var created = create(error);
            Origins.AddOrUpdate(created, error);
            return created;
        }
#pragma warning disable CA1031 // What cannot be made comes up as it came; the caller must get to know the failure, not ours.
        catch (Exception)
#pragma warning restore CA1031
        {
            return error;
        }
    }

    /// <summary>The remote exception that this one was made of, or is; null for one of our own.</summary>
    internal static RemoteErrorException? OriginOf(Exception exception) =>
        exception as RemoteErrorException ?? (Origins.TryGetValue(exception, out var origin) ? origin : null);

    /// <summary>
    /// Whether the class of a remote exception is one of few: this one was made by a registry, or the class is one of Python's builtins
    /// that are mapped by default, or what every server answers to a request that it does not serve.
    /// </summary>
    internal static bool IsKnown(Exception exception, RemoteErrorException remote) =>
        Origins.TryGetValue(exception, out _)
        || Default._factories.ContainsKey((remote.Module is Python2Builtins ? Builtins : remote.Module ?? "", remote.ErrorClass))
        || remote is { Module: DispatchException.Module, ErrorClass: DispatchException.NoMethod or DispatchException.NoVersion };

    /// <summary>The part of it that may be used: the builtins and the allowed modules. What is left out, is returned as well.</summary>
    internal RemoteExceptionRegistry Restrict(IEnumerable<string> allowedModules, out IReadOnlyList<string> refusedModules)
    {
        HashSet<string> allowed = [Builtins, .. allowedModules];
        refusedModules = [.. _factories.Keys.Select(key => key.Module).Where(module => !allowed.Contains(module)).Distinct()];
        return refusedModules.Count == 0 ? this : new RemoteExceptionRegistry(_factories.Where(entry => allowed.Contains(entry.Key.Module)));
    }

    private static KeyValuePair<(string, string), Func<RemoteErrorException, Exception>> Builtin(
        string errorClass, Func<RemoteErrorException, Exception> create) => new((Builtins, errorClass), create);
}
