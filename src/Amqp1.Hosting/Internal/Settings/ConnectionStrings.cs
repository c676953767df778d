using Amqp1.Configuration;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Amqp1.Hosting.Internal;

/// <summary>
/// Sets the transport URL to <c>ConnectionStrings:amqp1</c>, or <c>ConnectionStrings:{key}</c>, if neither the section nor code has set
/// one. Orchestrators such as .NET Aspire set these connection strings.
/// </summary>
internal sealed class ConnectionStrings(IConfiguration configuration) : IPostConfigureOptions<Amqp1Options>
{
    public void PostConfigure(string? name, Amqp1Options options)
    {
        if (!Amqp1OptionsValidation.IsSet(options.TransportUrl))
        {
            options.TransportUrl = configuration.GetConnectionString(InstanceKey.ConnectionStringOf(string.IsNullOrEmpty(name) ? null : name)) ?? options.TransportUrl;
        }
    }
}
