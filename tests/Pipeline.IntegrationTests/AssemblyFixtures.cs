using Pipeline.IntegrationTests.Servers;

// One broker and one registry for all tests; each test has topics and subjects of its own.
[assembly: AssemblyFixture<BrokerFixture>]
[assembly: AssemblyFixture<RegistryFixture>]
