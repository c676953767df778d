using Amqp1.Configuration;
using Amqp1.Notifications;
using Microsoft.Extensions.Hosting;

namespace Amqp1.Hosting.Notifications;

/// <summary>Reads the file <c>Amqp1:Notifications:RoutingConfig</c>. A relative path is relative to the content root.</summary>
internal static class RoutingConfigFile
{
    private const string Key = Amqp1Options.SectionName + ":Notifications:RoutingConfig";

    /// <summary>
    /// Returns the rules; null if the driver <c>routing</c> is not configured. Throws <see cref="FormatException"/> with the configuration
    /// key in its message.
    /// </summary>
    public static NotificationRouting? Load(Amqp1Options options, IHostEnvironment environment)
    {
        var path = options.Notifications.RoutingConfig;
        if (string.IsNullOrEmpty(path) || !options.Notifications.Drivers.Contains("routing"))
        {
            return null;
        }

        try
        {
            using var file = File.OpenText(Path.Combine(environment.ContentRootPath, path));
            return RoutingConfig.Parse(file);
        }
        catch (Exception wrong) when (wrong is IOException or UnauthorizedAccessException or FormatException)
        {
            throw new FormatException($"{Key} is '{path}', which cannot be used: {wrong.Message}", wrong);
        }
    }
}
