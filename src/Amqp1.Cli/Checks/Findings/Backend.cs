using Amqp1.Bus.Context;
using Amqp1.Composition;
using Amqp1.Configuration;

namespace Amqp1.Cli.Checks.Findings;

/// <summary>One transport URL of the settings, with the options in effect for it.</summary>
/// <param name="Name">The name in the report: <c>bus</c>, or <c>rpc</c> and <c>notifications</c> if their URLs differ.</param>
/// <param name="Url">The URL.</param>
/// <param name="Options">The options in effect, which include the query of the URL.</param>
/// <param name="Bus">The settings of the product for this URL.</param>
internal sealed record Backend(string Name, TransportUrl Url, Amqp1Options Options, BusSettings Bus)
{
    public bool CarriesRpc { get; init; } = true;

    public bool CarriesNotifications { get; init; } = true;

    public bool IsRabbit => Url.RequestedDialect == RequestedDialect.OsloRabbit;

    /// <summary>Creates a backend.</summary>
    /// <param name="name">The name in the report.</param>
    /// <param name="text">The URL.</param>
    /// <param name="options">The configured options.</param>
    /// <param name="warnings">Receives warnings about the query of the URL.</param>
    /// <exception cref="InvalidTransportUrlException">The URL is not valid.</exception>
    /// <exception cref="MessagingException">A certificate file cannot be used.</exception>
    public static Backend Create(string name, string text, Amqp1Options options, ICollection<string> warnings)
    {
        var url = TransportUrl.Parse(text);
        var effective = EffectiveOptions.For(options, url, warnings);
        return new Backend(name, url, effective, BusSettingsFactory.Create(effective, url));
    }
}
