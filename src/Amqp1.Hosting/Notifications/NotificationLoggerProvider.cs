using Amqp1.Hosting.Internal;
using Microsoft.Extensions.Logging;

namespace Amqp1.Hosting.Notifications;

/// <summary>Publishes log records as notifications, but never those that publishing may cause.</summary>
[ProviderAlias("Amqp1Notifications")]
internal sealed class NotificationLoggerProvider(NotificationQueue queue) : ILoggerProvider
{
    /// <summary>Where messaging logs: a record of these could cause the next one, without end.</summary>
    private static readonly string[] OwnCategories = ["Amqp1", "oslo.messaging.notification"];

    public ILogger CreateLogger(string categoryName) =>
        Array.Exists(OwnCategories, own => IsOf(categoryName, own)) ? SilentLogger.Instance : new NotificationLogger(categoryName, queue);

    /// <summary>The queue belongs to the host.</summary>
    public void Dispose()
    {
    }

    private static bool IsOf(string category, string own) =>
        category.StartsWith(own, StringComparison.Ordinal) && (category.Length == own.Length || category[own.Length] == '.');
}
