using System.Diagnostics.CodeAnalysis;
using Amqp1.Configuration;
using Microsoft.Extensions.Options;

namespace Amqp1.Hosting.Internal;

/// <summary>Rejects invalid options when the host starts.</summary>
internal sealed class Amqp1OptionsValidation(IEnumerable<ITransportUrlSource> sources, ConnectionStrings connections) : IValidateOptions<Amqp1Options>
{
    public ValidateOptionsResult Validate(string? name, Amqp1Options options)
    {
        List<string> errors = [.. Amqp1OptionsValidator.Validate(options)];
        if (!IsSet(options.TransportUrl) && !sources.Any())
        {
            errors.Add(
                "Amqp1:TransportUrl is not set; set it to the URL of the router or broker, such as amqp://host:5672 or rabbit://host:5672, " +
                "or add a router to the application with AddAmqp1EmbeddedRouter() of the package Amqp1.Embedded. " + connections.Describe(name));
        }

        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors.Select(error => InstanceKey.Qualify(name, error)));
    }

    internal static bool IsSet([NotNullWhen(true)] string? url) => !string.IsNullOrWhiteSpace(url);
}
