using Amqp1.Hosting;
using Amqp1.Rpc;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Maps exceptions of remote services to exceptions of this application.</summary>
public static class Amqp1RemoteExceptionExtensions
{
    /// <summary>
    /// Maps a class of remote exceptions to an exception of the application, for every client of this instance. A class without a mapping
    /// is thrown as <see cref="RemoteErrorException"/>. The method may be called for any number of classes.
    /// </summary>
    /// <remarks>
    /// The module must be listed in <c>Amqp1:Rpc:AllowedRemoteExceptionModules</c>; otherwise the mapping has no effect, which is logged.
    /// The module <c>builtins</c> need not be listed.
    /// </remarks>
    /// <param name="builder">The builder.</param>
    /// <param name="module">The Python module, such as <c>nova.exception</c>, or the namespace of a .NET type.</param>
    /// <param name="errorClass">The class, such as <c>InstanceNotFound</c>.</param>
    /// <param name="create">Creates the exception. The remote exception should become its inner exception.</param>
    public static IAmqp1MessagingBuilder MapRemoteException(
        this IAmqp1MessagingBuilder builder, string module, string errorClass, Func<RemoteErrorException, Exception> create)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrEmpty(module);
        ArgumentException.ThrowIfNullOrEmpty(errorClass);
        ArgumentNullException.ThrowIfNull(create);
        builder.ConfigureHosting(options => options.RemoteExceptions = options.RemoteExceptions.With(module, errorClass, create));
        return builder;
    }

    /// <summary>
    /// Shares an exception type with other .NET services, for every server and client of this instance: servers send it, and types derived
    /// from it, under its full name instead of that of a Python builtin, and clients throw it when they receive that name.
    /// </summary>
    /// <remarks>Both sides have to share the type. Its namespace need not be listed in <c>Amqp1:Rpc:AllowedRemoteExceptionModules</c>.</remarks>
    /// <param name="builder">The builder.</param>
    /// <param name="create">Creates the exception. The remote exception should become its inner exception.</param>
    /// <exception cref="ArgumentException">The type is generic.</exception>
    public static IAmqp1MessagingBuilder ShareException<TException>(this IAmqp1MessagingBuilder builder, Func<RemoteErrorException, TException> create)
        where TException : Exception
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(create);
        builder.ConfigureHosting(options => options.RemoteExceptions = options.RemoteExceptions.WithShared(create));
        return builder;
    }

    /// <summary>
    /// Shares an exception type with other .NET services, as <see cref="ShareException{TException}"/> does, with data beside its text. The
    /// data is sent as a JSON object and is limited to 64 KB.
    /// </summary>
    /// <remarks>
    /// If the data cannot be written or is too long, the exception is sent as a type that is not shared. If it cannot be read,
    /// <see cref="RemoteErrorException"/> is thrown.
    /// </remarks>
    /// <param name="builder">The builder.</param>
    /// <param name="dataOf">Returns the data of an exception on the server's side.</param>
    /// <param name="create">Creates the exception from the remote one and the data. The remote exception should become its inner exception.</param>
    /// <exception cref="ArgumentException">The type is generic.</exception>
    public static IAmqp1MessagingBuilder ShareException<TException, TData>(
        this IAmqp1MessagingBuilder builder, Func<TException, TData> dataOf, Func<RemoteErrorException, TData, TException> create)
        where TException : Exception
        where TData : class
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(dataOf);
        ArgumentNullException.ThrowIfNull(create);
        builder.ConfigureHosting(options => options.RemoteExceptions = options.RemoteExceptions.WithShared(dataOf, create));
        return builder;
    }
}
