using System.Collections.Frozen;
using System.Runtime.CompilerServices;

namespace Amqp1.Rpc;

/// <summary>
/// Maps remote exceptions to exceptions that are thrown on the caller's side. A remote exception without a mapping is thrown as
/// <see cref="RemoteErrorException"/>. No exception is created by its name alone.
/// </summary>
/// <remarks>
/// Mappings of modules other than <c>builtins</c> apply only if <c>Amqp1:Rpc:AllowedRemoteExceptionModules</c> contains the module
/// (docs/spec/messages.md#exceptions). Immutable and thread-safe. The exceptions of <see cref="Default"/> have the
/// <see cref="RemoteErrorException"/> as their inner exception.
/// </remarks>
public sealed class RemoteExceptionRegistry
{
    private const string Builtins = "builtins";
    private const string Python2Builtins = "exceptions";

    /// <summary>
    /// The remote exceptions from which mapped exceptions were created. If a service lets a mapped exception through, the remote one is
    /// passed on.
    /// </summary>
    private static readonly ConditionalWeakTable<Exception, RemoteErrorException> Origins = [];

    private readonly FrozenDictionary<(string Module, string Class), Func<RemoteErrorException, Exception>> _factories;

    private RemoteExceptionRegistry(IEnumerable<KeyValuePair<(string Module, string Class), Func<RemoteErrorException, Exception>>> factories) =>
        _factories = factories.ToFrozenDictionary();

    /// <summary>A registry without mappings: every remote exception is thrown as <see cref="RemoteErrorException"/>.</summary>
    public static RemoteExceptionRegistry None { get; } = new([]);

    /// <summary>
    /// A registry that maps Python's builtin exceptions to the nearest .NET exceptions: ValueError to ArgumentException, KeyError to
    /// KeyNotFoundException, and so on.
    /// </summary>
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

    /// <summary>Returns a registry that also maps the given class; an earlier mapping of the class is replaced.</summary>
    /// <remarks>
    /// If <c>Amqp1:Rpc:AllowedRemoteExceptionModules</c> does not contain the module, the mapping has no effect, and a warning is logged.
    /// If the factory throws, the <see cref="RemoteErrorException"/> is thrown in place of its result.
    /// </remarks>
    public RemoteExceptionRegistry With(string module, string errorClass, Func<RemoteErrorException, Exception> create)
    {
        var more = _factories.ToDictionary();
        more[(module, errorClass)] = create;
        return new RemoteExceptionRegistry(more);
    }

    /// <summary>Returns the exception to throw for a remote exception.</summary>
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
#pragma warning disable CA1031 // If the factory throws, the caller must receive the remote exception and not that of the factory.
        catch (Exception)
#pragma warning restore CA1031
        {
            return error;
        }
    }

    /// <summary>Returns the remote exception that the exception is or was created from; null for any other exception.</summary>
    internal static RemoteErrorException? OriginOf(Exception exception) =>
        exception as RemoteErrorException ?? (Origins.TryGetValue(exception, out var origin) ? origin : null);

    /// <summary>
    /// Returns whether the class of a remote exception is one of a limited set: a registry created the exception, the class is one of
    /// Python's builtins that are mapped by default, or the class is one of those that every server returns for a request that it does not
    /// serve.
    /// </summary>
    internal static bool IsKnown(Exception exception, RemoteErrorException remote) =>
        Origins.TryGetValue(exception, out _)
        || Default._factories.ContainsKey((remote.Module is Python2Builtins ? Builtins : remote.Module ?? "", remote.ErrorClass))
        || remote is { Module: DispatchException.Module, ErrorClass: DispatchException.NoMethod or DispatchException.NoVersion };

    /// <summary>
    /// Returns a registry that contains only the builtins and the allowed modules. The other modules are returned in
    /// <paramref name="refusedModules"/>.
    /// </summary>
    internal RemoteExceptionRegistry Restrict(IEnumerable<string> allowedModules, out IReadOnlyList<string> refusedModules)
    {
        HashSet<string> allowed = [Builtins, .. allowedModules];
        refusedModules = [.. _factories.Keys.Select(key => key.Module).Where(module => !allowed.Contains(module)).Distinct()];
        return refusedModules.Count == 0 ? this : new RemoteExceptionRegistry(_factories.Where(entry => allowed.Contains(entry.Key.Module)));
    }

    private static KeyValuePair<(string, string), Func<RemoteErrorException, Exception>> Builtin(
        string errorClass, Func<RemoteErrorException, Exception> create) => new((Builtins, errorClass), create);
}
