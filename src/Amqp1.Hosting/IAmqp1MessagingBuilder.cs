using Microsoft.Extensions.DependencyInjection;

namespace Amqp1.Hosting;

/// <summary>What <c>AddAmqp1Messaging()</c> returns; further registrations hang off it as extension methods.</summary>
public interface IAmqp1MessagingBuilder
{
    /// <summary>The services of the application.</summary>
    IServiceCollection Services { get; }

    /// <summary>The key of the instance that it adds to; null for the one without a key.</summary>
    string? Key => null;
}
