using Amqp1.Configuration;
using Microsoft.Extensions.Options;

namespace Amqp1.Hosting.Internal;

/// <summary>The key of an instance of messaging, registered once for each keyed one, and what it is called by.</summary>
/// <param name="Key">The key.</param>
internal sealed record InstanceKey(string Key)
{
    /// <summary>Throws <see cref="ArgumentException"/> for what cannot be told from a part of another section.</summary>
    public static void Check(string key)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(key);
        if (key.AsSpan().ContainsAny(':', '/'))
        {
            throw new ArgumentException($"The key '{key}' has a ':' or '/', which separate it from other names.", nameof(key));
        }

        if (key.StartsWith(Amqp1Backends.Notifications, StringComparison.OrdinalIgnoreCase))
        {
            throw new ArgumentException(
                $"The key '{key}' begins with '{Amqp1Backends.Notifications}', which is the key of transports of notifications. Choose another name.", nameof(key));
        }

        var section = $"{Amqp1Options.SectionName}:{key}";
        if (Amqp1ConfigurationKeys.Options.Any(option => IsWithin(option, section)) || ConfigurationProblems.OtherSections.Contains(section, StringComparer.OrdinalIgnoreCase))
        {
            throw new ArgumentException($"The key '{key}' is taken: {section} is a section of the instance without a key.", nameof(key));
        }
    }

    /// <summary>Throws <see cref="ArgumentException"/> for a key that would share its section and its health checks with another one.</summary>
    public static void CheckAgainst(string key, IEnumerable<InstanceKey> others)
    {
        if (others.FirstOrDefault(other => other.Key.Equals(key, StringComparison.OrdinalIgnoreCase)) is { } same)
        {
            throw new ArgumentException(
                $"The key '{key}' differs from the key '{same.Key}' of another instance in upper and lower case only. Configuration and health checks do not tell them "
                + $"apart: both would have the section {SectionOf(same.Key)}. Use '{same.Key}' in both places, or another name.",
                nameof(key));
        }
    }

    /// <summary>The section that the instance with that key, or without one, is bound from.</summary>
    public static string SectionOf(string? key) => key is null ? Amqp1Options.SectionName : $"{Amqp1Options.SectionName}:{key}";

    /// <summary>The connection string that is its transport URL when its section has none.</summary>
    public static string ConnectionStringOf(string? key) => key ?? "amqp1";

    /// <summary>The name of its options.</summary>
    public static string OptionsNameOf(string? key) => key ?? Options.DefaultName;

    /// <summary>A message about the section <c>Amqp1</c> as one about the section of the instance whose options have that name.</summary>
    public static string Qualify(string? optionsName, string message) =>
        string.IsNullOrEmpty(optionsName) ? message : message.Replace(Amqp1Options.SectionName + ":", SectionOf(optionsName) + ":", StringComparison.Ordinal);

    /// <summary>Whether a configuration key is that section or lies within it.</summary>
    public static bool IsWithin(string key, string section) =>
        key.StartsWith(section, StringComparison.OrdinalIgnoreCase) && (key.Length == section.Length || key[section.Length] == ':');
}
