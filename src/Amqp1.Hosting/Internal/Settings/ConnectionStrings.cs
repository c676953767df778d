using Amqp1.Configuration;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Amqp1.Hosting.Internal;

/// <summary>
/// Sets the transport URL to a connection string if neither the section nor code has set one: that of
/// <see cref="Amqp1HostingOptions.ConnectionName"/>, otherwise <c>ConnectionStrings:amqp1</c>, or <c>ConnectionStrings:{key}</c>.
/// Orchestrators such as .NET Aspire set these connection strings.
/// </summary>
internal sealed class ConnectionStrings(
    IConfiguration configuration, IEnumerable<IConfigureOptions<Amqp1HostingOptions>> setups, IEnumerable<IPostConfigureOptions<Amqp1HostingOptions>> postSetups)
    : IPostConfigureOptions<Amqp1Options>
{
    // Without the validation: errors of the hosting options are reported once, by their own validation.
    private readonly OptionsFactory<Amqp1HostingOptions> _hosting = new(setups, postSetups);

    /// <inheritdoc />
    public void PostConfigure(string? name, Amqp1Options options)
    {
        if (!Amqp1OptionsValidation.IsSet(options.TransportUrl))
        {
            options.TransportUrl = configuration.GetConnectionString(NameOf(name)) ?? options.TransportUrl;
        }
    }

    /// <summary>
    /// Returns what the error about a missing transport URL says about connection strings: the one that was expected, and others that are
    /// transport URLs.
    /// </summary>
    /// <param name="name">The name of the options.</param>
    public string Describe(string? name)
    {
        string[] others = [.. configuration.GetSection("ConnectionStrings").GetChildren().Where(child => IsTransportUrl(child.Value)).Select(child => child.Key)];
        var hint = others.Length == 0 ? "" : $" {string.Join(", ", others.Select(other => $"ConnectionStrings:{other}"))} exists; set {Amqp1HostingOptions.SectionName}:ConnectionName to {string.Join(" or ", others)} to use it.";
        return $"ConnectionStrings:{NameOf(name)} is not set either.{hint}";
    }

    private string NameOf(string? name)
    {
        var wanted = _hosting.Create(name ?? Options.DefaultName).ConnectionName;
        return string.IsNullOrWhiteSpace(wanted) ? InstanceKey.ConnectionStringOf(string.IsNullOrEmpty(name) ? null : name) : wanted;
    }

    private static bool IsTransportUrl(string? text)
    {
        try
        {
            return Amqp1OptionsValidation.IsSet(text) && TransportUrl.Parse(text) is not null;
        }
        catch (InvalidTransportUrlException)
        {
            // The connection string of a database, for example.
            return false;
        }
    }
}
