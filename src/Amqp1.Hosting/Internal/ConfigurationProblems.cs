using Amqp1.Configuration;
using Microsoft.Extensions.Configuration;

namespace Amqp1.Hosting.Internal;

/// <summary>What is in the configuration and has no effect, or may not be meant. Nothing of it keeps the host from starting.</summary>
internal sealed class ConfigurationProblems(IConfiguration configuration, MessagingBackends backends)
{
    /// <summary>Sections below <c>Amqp1</c> that are not options of the driver.</summary>
    private static readonly string[] OtherSections = [Amqp1HostingOptions.SectionName, "Amqp1:Embedded"];

    public IEnumerable<string> Find() =>
        [.. Amqp1ConfigurationKeys.Check(configuration.AsEnumerable().Where(IsOfDriver)), .. OfIniFiles(configuration), .. backends.All.SelectMany(OfUrl)];

    private static bool IsOfDriver(KeyValuePair<string, string?> pair) => !OtherSections.Any(section =>
        pair.Key.Equals(section, StringComparison.OrdinalIgnoreCase) || pair.Key.StartsWith(section + ":", StringComparison.OrdinalIgnoreCase));

    private static IEnumerable<string> OfIniFiles(IConfiguration configuration) => configuration is IConfigurationRoot root
        ? root.Providers.SelectMany(provider => provider switch
        {
            OsloIniConfigurationProvider ini => ini.Warnings,
            ChainedConfigurationProvider chained => OfIniFiles(chained.Configuration),
            _ => [],
        })
        : [];

    private static IEnumerable<string> OfUrl(MessagingTransport transport)
    {
        if (transport.Url.HasMixedCredentials)
        {
            yield return $"Some hosts of {transport.Url} have user and password and others have not; credentials count for their own host only.";
        }
    }
}
