using Amqp1.Configuration;
using Microsoft.Extensions.Configuration;

namespace Amqp1.Hosting.Internal;

/// <summary>Finds settings that have no effect or are probably not intended. They do not prevent the start of the host.</summary>
/// <param name="configuration">The configuration.</param>
/// <param name="backends">The transports of the instance.</param>
/// <param name="keyed">All keyed instances. Their sections are inside the section of the instance without a key.</param>
/// <param name="clients">The client interfaces of all instances.</param>
/// <param name="key">The key of this instance; null for the instance without a key.</param>
internal sealed class ConfigurationProblems(
    IConfiguration configuration, MessagingBackends backends, IEnumerable<InstanceKey> keyed, IEnumerable<ClientRegistration> clients, string? key = null)
{
    public IEnumerable<string> Find() =>
        [.. OfKeys(), .. ClientKeys.Check(configuration, clients, key), .. key is null ? OfIniFiles(configuration) : [], .. backends.All.SelectMany(OfUrl)];

    /// <summary>Checks the configuration keys of a keyed instance as if they were in the section <c>Amqp1</c>.</summary>
    private IEnumerable<string> OfKeys()
    {
        var others = key is null ? InstanceKey.OtherSections.Concat(keyed.Select(instance => InstanceKey.SectionOf(instance.Key))).ToArray() : InstanceKey.OtherSections;
        var own = configuration.GetSection(InstanceKey.SectionOf(key)).AsEnumerable(makePathsRelative: true)
            .Where(pair => pair.Key.Length > 0)
            .Select(pair => KeyValuePair.Create($"{Amqp1Options.SectionName}:{pair.Key}", pair.Value))
            .Where(pair => !others.Any(section => InstanceKey.IsWithin(pair.Key, section)));
        return Amqp1ConfigurationKeys.Check(own).Select(problem => InstanceKey.Qualify(key, problem));
    }

    private static IEnumerable<string> OfIniFiles(IConfiguration configuration) => configuration is IConfigurationRoot root
        ? root.Providers.SelectMany(provider => provider switch
        {
            IOsloIniWarnings ini => ini.Warnings,
            ChainedConfigurationProvider chained => OfIniFiles(chained.Configuration),
            _ => [],
        })
        : [];

    private static IEnumerable<string> OfUrl(MessagingTransport transport)
    {
        if (transport.Url.HasMixedCredentials)
        {
            yield return $"Some hosts of {transport.Url} have a user and password and others do not; credentials apply only to the host that they precede.";
        }
    }
}
