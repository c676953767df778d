namespace Amqp1.Cli.Configurations;

/// <summary>Writes the configuration of one router or broker.</summary>
internal interface IServerConfiguration
{
    /// <summary>The name on the command line, which is the name of the program.</summary>
    string Name { get; }

    /// <summary>The <c>product</c> in the Open of the peer.</summary>
    string Product { get; }

    /// <summary>The name of its configuration file.</summary>
    string FileName { get; }

    /// <summary>Returns the lines for one address prefix, without a final line break.</summary>
    string RuleOf(AddressRule rule);

    /// <summary>Returns the whole configuration, with a final line break.</summary>
    string Write(ConfigurationRequest request);
}
