using Microsoft.Extensions.DependencyInjection;

namespace Amqp1.Hosting.Internal;

internal sealed class Amqp1MessagingBuilder(IServiceCollection services, string? key = null) : IAmqp1MessagingBuilder
{
    public IServiceCollection Services { get; } = services;

    public string? Key { get; } = key;
}
