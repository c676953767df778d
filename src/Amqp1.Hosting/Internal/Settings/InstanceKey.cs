using Amqp1.Configuration;
using Microsoft.Extensions.Options;

namespace Amqp1.Hosting.Internal;

/// <summary>The key of a messaging instance, registered once for each keyed instance, and the names that are derived from it.</summary>
/// <param name="Key">The key.</param>
internal sealed record InstanceKey(string Key)
{
    /// <summary>The sections below <c>Amqp1</c> that do not contain options of the driver.</summary>
    public static readonly string[] OtherSections = [Amqp1HostingOptions.SectionName, "Amqp1:Clients", "Amqp1:Embedded"];

    /// <summary>Checks a key. Throws <see cref="ArgumentException"/> if it could be mistaken for a part of another section.</summary>
    public static void Check(string key)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(key);
        if (key.AsSpan().ContainsAny(':', '/'))
        {
            throw new ArgumentException($"The key '{key}' contains ':' or '/', which separate keys from other names.", nameof(key));
        }

        if (key.StartsWith(Amqp1Backends.Notifications, StringComparison.OrdinalIgnoreCase))
        {
            throw new ArgumentException(
                $"The key '{key}' begins with '{Amqp1Backends.Notifications}', which is the key of transports of notifications. Choose another name.", nameof(key));
        }

        var section = $"{Amqp1Options.SectionName}:{key}";
        if (Amqp1ConfigurationKeys.Options.Any(option => IsWithin(option, section)) || OtherSections.Contains(section, StringComparer.OrdinalIgnoreCase))
        {
            throw new ArgumentException($"The key '{key}' cannot be used, because {section} is a section of the instance without a key.", nameof(key));
        }
    }

    /// <summary>
    /// Checks a key against the other keys. Throws <see cref="ArgumentException"/> if the key would share its section and health checks
    /// with another key.
    /// </summary>
    public static void CheckAgainst(string key, IEnumerable<InstanceKey> others)
    {
        if (others.FirstOrDefault(other => other.Key.Equals(key, StringComparison.OrdinalIgnoreCase)) is { } same)
        {
            throw new ArgumentException(
                $"The key '{key}' differs from the key '{same.Key}' of another instance only in case. Configuration and health checks do not distinguish them: "
                + $"both would have the section {SectionOf(same.Key)}. Use '{same.Key}' in both places, or another name.",
                nameof(key));
        }
    }

    /// <summary>Returns the section of the instance with the key, or of the instance without a key.</summary>
    public static string SectionOf(string? key) => key is null ? Amqp1Options.SectionName : $"{Amqp1Options.SectionName}:{key}";

    /// <summary>Returns the name of the connection string that is the transport URL if the section of the instance has none.</summary>
    public static string ConnectionStringOf(string? key) => key ?? "amqp1";

    /// <summary>Returns the name of the options of the instance.</summary>
    public static string OptionsNameOf(string? key) => key ?? Options.DefaultName;

    /// <summary>
    /// Changes a message about the section <c>Amqp1</c> to a message about the section of the instance whose options have the given name.
    /// </summary>
    public static string Qualify(string? optionsName, string message) =>
        string.IsNullOrEmpty(optionsName) ? message : message.Replace(Amqp1Options.SectionName + ":", SectionOf(optionsName) + ":", StringComparison.Ordinal);

    /// <summary>Returns whether a configuration key is the section or lies inside it.</summary>
    public static bool IsWithin(string key, string section) =>
        key.StartsWith(section, StringComparison.OrdinalIgnoreCase) && (key.Length == section.Length || key[section.Length] == ':');
}
