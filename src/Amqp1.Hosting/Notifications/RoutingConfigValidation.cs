using Amqp1.Configuration;
using Amqp1.Hosting.Internal;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Amqp1.Hosting.Notifications;

/// <summary>Rejects invalid routing rules when the host starts.</summary>
internal sealed class RoutingConfigValidation(IHostEnvironment environment) : IValidateOptions<Amqp1Options>
{
    public ValidateOptionsResult Validate(string? name, Amqp1Options options)
    {
        if (options.Notifications?.Drivers is null)
        {
            // The validation of the other options reports this error.
            return ValidateOptionsResult.Skip;
        }

        try
        {
            RoutingConfigFile.Load(options, environment);
            return ValidateOptionsResult.Success;
        }
        catch (FormatException wrong)
        {
            return ValidateOptionsResult.Fail(InstanceKey.Qualify(name, wrong.Message));
        }
    }
}
