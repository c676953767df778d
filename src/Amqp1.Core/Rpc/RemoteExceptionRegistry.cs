using System.Collections.Frozen;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Amqp1.Rpc;

/// <summary>
/// Maps remote exceptions to exceptions that are thrown on the caller's side. A remote exception without a mapping is thrown as
/// <see cref="RemoteErrorException"/>. No exception is created by its name alone.
/// </summary>
/// <remarks>
/// Mappings of modules other than <c>builtins</c> apply only if <c>Amqp1:Rpc:AllowedRemoteExceptionModules</c> contains the module
/// (docs/spec/messages.md#exceptions). Types that services share (<see cref="WithShared{TException}"/>) need no entry. Immutable and thread-safe. The exceptions of <see cref="Default"/> have the
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

    private readonly FrozenDictionary<Type, SharedException> _shared;
    private readonly FrozenDictionary<(string Module, string Class), SharedException> _sharedByName;

    private RemoteExceptionRegistry(
        IEnumerable<KeyValuePair<(string Module, string Class), Func<RemoteErrorException, Exception>>> factories,
        IReadOnlyCollection<SharedException>? shared = null)
    {
        _factories = factories.ToFrozenDictionary();
        _shared = (shared ?? []).ToFrozenDictionary(one => one.Type);
        _sharedByName = (shared ?? []).ToFrozenDictionary(one => (one.Module ?? "", one.Class));
    }

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
        return new RemoteExceptionRegistry(more, _shared.Values);
    }

    /// <summary>
    /// Returns a registry that also shares an exception type with other services: servers send it, and types derived from it, under its full
    /// name instead of that of a Python builtin, and clients throw it when they receive that name.
    /// </summary>
    /// <remarks>
    /// Both sides have to share the type. Its namespace need not be listed in <c>Amqp1:Rpc:AllowedRemoteExceptionModules</c>. If
    /// <paramref name="create"/> throws, the <see cref="RemoteErrorException"/> is thrown in place of its result.
    /// </remarks>
    /// <param name="create">Creates the exception. The remote exception should become its inner exception.</param>
    /// <exception cref="ArgumentException">The type is generic.</exception>
    public RemoteExceptionRegistry WithShared<TException>(Func<RemoteErrorException, TException> create)
        where TException : Exception => WithShared(new SharedException<TException>(create));

    /// <summary>
    /// Returns a registry that also shares an exception type that has data, as <see cref="WithShared{TException}"/> does. The data is sent as
    /// a JSON object, with the serializer options of the transport, and is limited to 64 KB: longer data is left out.
    /// </summary>
    /// <remarks>
    /// If the data cannot be written or is too long, the exception is sent without it, as a type that is not shared. If it cannot be read,
    /// the <see cref="RemoteErrorException"/> is thrown.
    /// </remarks>
    /// <param name="dataOf">Returns the data of an exception on the server's side.</param>
    /// <param name="create">Creates the exception from the remote one and the data. The remote exception should become its inner exception.</param>
    /// <exception cref="ArgumentException">The type is generic.</exception>
    public RemoteExceptionRegistry WithShared<TException, TData>(
        Func<TException, TData> dataOf, Func<RemoteErrorException, TData, TException> create)
        where TException : Exception
        where TData : class => WithShared(new SharedException<TException, TData>(dataOf, create));

    /// <summary>Returns the exception to throw for a remote exception.</summary>
    /// <param name="error">The remote exception.</param>
    /// <param name="json">The options for the data of shared exceptions; null for the defaults.</param>
    internal Exception Create(RemoteErrorException error, JsonSerializerOptions? json = null)
    {
        var name = (error.Module is Python2Builtins ? Builtins : error.Module ?? "", error.ErrorClass);
        var shared = _sharedByName.GetValueOrDefault(name);
        if (shared is null && !_factories.ContainsKey(name))
        {
            return error;
        }

        try
        {
            var created = shared is null ? _factories[name](error) : shared.Create(error, json ?? MessagingJson.Default);
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

    /// <summary>Returns the shared type of an exception, which is its own type or the nearest base type; null if none is shared.</summary>
    internal SharedException? SharedOf(Exception exception)
    {
        if (_shared.Count == 0)
        {
            return null;
        }

        for (var type = exception.GetType(); type is not null; type = type.BaseType)
        {
            if (_shared.TryGetValue(type, out var shared))
            {
                return shared;
            }
        }

        return null;
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
        return refusedModules.Count == 0 ? this : new RemoteExceptionRegistry(_factories.Where(entry => allowed.Contains(entry.Key.Module)), _shared.Values);
    }

    private RemoteExceptionRegistry WithShared(SharedException shared) =>
        new(_factories, [.. _shared.Values.Where(one => one.Type != shared.Type), shared]);

    private static KeyValuePair<(string, string), Func<RemoteErrorException, Exception>> Builtin(
        string errorClass, Func<RemoteErrorException, Exception> create) => new((Builtins, errorClass), create);
}
