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
}
