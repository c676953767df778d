namespace Amqp1.Hosting;

/// <summary>The keys under which further transports are registered in the container.</summary>
public static class Amqp1Backends
{
    /// <summary>
    /// The key of the <see cref="MessagingTransport"/> for notifications. It is the same object as the transport without a key, which is
    /// used for RPC, unless <c>Amqp1:Notifications:TransportUrl</c> is set to another URL.
    /// </summary>
    public const string Notifications = "Amqp1.Notifications";

    /// <summary>Returns the key of the transport for notifications of a keyed instance. Its transport for RPC has the key of the instance.</summary>
    /// <param name="key">The key of the instance.</param>
    public static string NotificationsOf(string key) => $"{Notifications}.{key}";
}
