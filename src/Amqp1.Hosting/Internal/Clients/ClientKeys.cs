using Microsoft.Extensions.Configuration;

namespace Amqp1.Hosting.Internal;

/// <summary>Finds keys of client settings that would have no effect.</summary>
internal static class ClientKeys
{
    private static readonly string[] Names = [.. ClientSettings.Values(new RpcClientOptions()).Select(setting => setting.Name)];

    /// <summary>Returns one message for each key below <c>Clients</c> that names no client of the instance or no setting.</summary>
    public static IEnumerable<string> Check(IConfiguration configuration, IEnumerable<ClientRegistration> clients, string? key)
    {
        var known = clients.Where(client => client.Key == key).ToArray();
        foreach (var section in configuration.GetSection($"{InstanceKey.SectionOf(key)}:{ClientRegistration.Sections}").GetChildren())
        {
            if (!known.Any(client => client.HasName(section.Key)))
            {
                yield return $"{section.Path} names no client interface with [RpcClient] of this instance.";
                continue;
            }

            foreach (var setting in section.GetChildren().Where(setting => !Names.Contains(setting.Key, StringComparer.OrdinalIgnoreCase)))
            {
                yield return $"{setting.Path} is unknown.";
            }
        }
    }
}
