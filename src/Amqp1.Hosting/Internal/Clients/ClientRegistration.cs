using Amqp1.Configuration;

namespace Amqp1.Hosting.Internal;

/// <summary>A client interface that is registered for an instance, and the names of its settings.</summary>
/// <param name="ClientType">The interface.</param>
/// <param name="Key">The key of the instance; null for the instance without a key.</param>
internal sealed record ClientRegistration(Type ClientType, string? Key)
{
    /// <summary>The section of the settings of all clients of an instance, below the section of the instance.</summary>
    public const string Sections = "Clients";

    /// <summary>The section that is named after the interface without its namespace.</summary>
    public string ShortSection => $"{InstanceKey.SectionOf(Key)}:{Sections}:{ClientType.Name}";

    /// <summary>The section that is named after the interface with its namespace. Its settings take precedence.</summary>
    public string FullSection => $"{InstanceKey.SectionOf(Key)}:{Sections}:{ClientType.FullName}";

    /// <summary>The name of the options of the client.</summary>
    public string OptionsName => FullSection;

    /// <summary>Returns whether a section name stands for this client.</summary>
    public bool HasName(string name) =>
        name.Equals(ClientType.Name, StringComparison.OrdinalIgnoreCase) || name.Equals(ClientType.FullName, StringComparison.OrdinalIgnoreCase);
}
