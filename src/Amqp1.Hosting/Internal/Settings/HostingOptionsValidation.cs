using Microsoft.Extensions.Options;

namespace Amqp1.Hosting.Internal;

/// <summary>Rejects invalid hosting options when the host starts.</summary>
internal sealed class HostingOptionsValidation : IValidateOptions<Amqp1HostingOptions>
{
    public ValidateOptionsResult Validate(string? name, Amqp1HostingOptions options)
    {
        var errors = new List<string>();
        if (string.IsNullOrWhiteSpace(options.ServerName))
        {
            errors.Add($"{Amqp1HostingOptions.SectionName}:ServerName is empty, but must be the name of this server.");
        }

        if (options.ConnectionName is { } connection && string.IsNullOrWhiteSpace(connection))
        {
            errors.Add($"{Amqp1HostingOptions.SectionName}:ConnectionName is empty, but must be the name of a connection string, or be omitted.");
        }

        if (options.PublisherId is { } publisher && string.IsNullOrWhiteSpace(publisher))
        {
            errors.Add($"{Amqp1HostingOptions.SectionName}:PublisherId is empty, but must be a name such as compute.host-7, or be omitted.");
        }

        if (options.UnhealthyAfter < TimeSpan.Zero)
        {
            errors.Add($"{Amqp1HostingOptions.SectionName}:UnhealthyAfter is {options.UnhealthyAfter:c}, but must be 00:00:00 or more.");
        }

        if (options.HealthProbe is not { } probe)
        {
            errors.Add($"{Amqp1HostingOptions.SectionName}:HealthProbe is null, but must be a section.");
        }
        else if (probe.Timeout <= TimeSpan.Zero)
        {
            errors.Add($"{Amqp1HostingOptions.SectionName}:HealthProbe:Timeout is {probe.Timeout:c}, but must be more than 00:00:00.");
        }

        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors.Select(error => InstanceKey.Qualify(name, error)));
    }
}
