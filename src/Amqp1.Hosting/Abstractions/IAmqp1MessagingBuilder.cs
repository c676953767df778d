using Microsoft.Extensions.DependencyInjection;

namespace Amqp1.Hosting;

/// <summary>The builder that <c>AddAmqp1Messaging()</c> returns. Extension methods add further registrations to it.</summary>
public interface IAmqp1MessagingBuilder
{
    /// <summary>The services of the application.</summary>
    IServiceCollection Services { get; }

    /// <summary>The key of the instance that this builder configures; null for the instance without a key.</summary>
    string? Key => null;
}
