using Amqp1.Configuration;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Amqp1.Hosting.Internal;

/// <summary>
/// Takes the transport URL from <c>ConnectionStrings:amqp1</c>, or <c>ConnectionStrings:{key}</c>, where neither the section nor code has set
/// one. That is where orchestrators such as .NET Aspire put it.
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
