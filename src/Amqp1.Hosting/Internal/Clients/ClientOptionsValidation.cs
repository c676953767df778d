using Amqp1.Configuration;
using Amqp1.Rpc;
using Microsoft.Extensions.Options;

namespace Amqp1.Hosting.Internal;

/// <summary>Rejects invalid settings of a client interface when the host starts.</summary>
internal sealed class ClientOptionsValidation(ClientRegistration client) : IValidateOptions<RpcClientOptions>
{
    public ValidateOptionsResult Validate(string? name, RpcClientOptions options)
    {
        if (name != client.OptionsName)
        {
            return ValidateOptionsResult.Skip;
        }

        var checks = new OptionChecks();
        var path = $"{ClientRegistration.Sections}:{client.ClientType.Name}";
        if (options.Timeout is { } timeout)
        {
            checks.Duration($"{path}:{nameof(options.Timeout)}", timeout, zeroAllowed: true);
        }

        if (options.CallMonitorTimeout is { } monitor)
        {
            checks.Duration($"{path}:{nameof(options.CallMonitorTimeout)}", monitor);
        }

        if (options.Retry is { } retry)
        {
            checks.AtLeast($"{path}:{nameof(options.Retry)}", retry, -1);
        }

        if (options.Topic is { } topic && string.IsNullOrWhiteSpace(topic))
        {
            checks.Add($"{path}:{nameof(options.Topic)}", "is empty, but must be the name of a topic, or be omitted.");
        }

        if (options.Server is { } server && string.IsNullOrWhiteSpace(server))
        {
            checks.Add($"{path}:{nameof(options.Server)}", "is empty, but must be the name of a server, or be omitted.");
        }

        Version(nameof(options.Version), options.Version);
        Version(nameof(options.VersionCap), options.VersionCap);
        return checks.Errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(checks.Errors.Select(error => InstanceKey.Qualify(client.Key, error)));

        void Version(string option, string? version)
        {
            if (version is not null && RpcVersion.TryParse(version) is null)
            {
                checks.Add($"{path}:{option}", $"is '{version}', but must be in the form major.minor, such as 1.0.");
            }
        }
    }
}
