using System.Diagnostics.CodeAnalysis;
using Amqp1.Configuration;
using Microsoft.Extensions.Options;

namespace Amqp1.Hosting.Internal;

/// <summary>
/// The options of an instance when the host started. They are read and validated once: a change of the configuration while the host runs,
/// valid or not, takes effect at the next start.
/// </summary>
/// <param name="Messaging">The options of the section of the instance.</param>
/// <param name="Hosting">The options of its section <c>Hosting</c>.</param>
internal sealed record InstanceOptions(Amqp1Options Messaging, Amqp1HostingOptions Hosting)
{
    /// <summary>Reads the options of an instance. A null key means the instance without a key.</summary>
    /// <exception cref="OptionsValidationException">An option is not valid.</exception>
    public static InstanceOptions Read(IServiceProvider services, string? key)
    {
        var name = InstanceKey.OptionsNameOf(key);
        return new InstanceOptions(Create<Amqp1Options>(), Create<Amqp1HostingOptions>());

        // Uses the factory, because the monitor returns the options after the last change.
        T Create<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicParameterlessConstructor)] T>()
            where T : class => ((IOptionsFactory<T>)services.GetService(typeof(IOptionsFactory<T>))!).Create(name);
    }
}
