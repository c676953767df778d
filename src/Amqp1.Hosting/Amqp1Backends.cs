namespace Amqp1.Hosting;

/// <summary>The keys by which further transports are resolved from the container.</summary>
public static class Amqp1Backends
{
    /// <summary>
    /// The key of the <see cref="MessagingTransport"/> that carries notifications. It is the same object as the one without a key,
    /// which carries RPC, unless <c>Amqp1:Notifications:TransportUrl</c> is set to another URL.
    /// </summary>
    public const string Notifications = "Amqp1.Notifications";

    /// <summary>The same for the instance with a key, whose transport of RPC has the key itself.</summary>
    /// <param name="key">The key of the instance.</param>
    public static string NotificationsOf(string key) => $"{Notifications}.{key}";
}
